import type { NavigationError } from '@angular/router';

const RELOADED = 'marcador.reloaded-for';

/**
 * After an upgrade of the service the files of the page that is open are gone: the page at the wanted address is loaded
 * anew, once, so that a file that is missing for another reason does not load it again and again.
 */
export function reloadAfterUpgrade({ error, url }: NavigationError): void {
  const isMissingFile =
    error instanceof TypeError && /dynamically imported module|import/i.test(error.message);
  if (!isMissingFile || sessionStorage.getItem(RELOADED) === url) return;
  sessionStorage.setItem(RELOADED, url);
  location.assign(url);
}
