import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { until } from '../../support/open-world.js';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = PLACES.find((place) => existsSync(place));
if (executablePath === undefined)
  process.stderr.write('Chromium is not installed (Debian: chromium): the tests in a browser are skipped.\n');

/** `describe`, where there is a browser. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a refused request leaves in the console of itself. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d/;

export function launchBrowser(): Promise<Browser> {
  // As root the sandbox of Chromium does not start.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: executablePath!, args });
}

export interface VisitorOptions {
  readonly scheme?: 'light' | 'dark';
  readonly language?: 'en' | 'pt' | 'es';
  readonly width?: number;
  readonly height?: number;
}

/** Somebody before a browser of their own. */
export class Visitor {
  /** What pages complained about in the console, a breach of the content security policy among it. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !REFUSED.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async come(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
    const { scheme = 'light', language = 'en', width = 1280, height = 900 } = options;
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      colorScheme: scheme,
      locale: { en: 'en-GB', pt: 'pt-BR', es: 'es-ES' }[language],
      viewport: { width, height },
      reducedMotion: 'reduce',
    });
    // It ends what hangs, and says what it waited for; the limit of the test comes later.
    context.setDefaultTimeout(60_000);
    return new Visitor(context, await context.newPage(), url);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  async logIn(userName: string, password: string): Promise<void> {
    await this.open('/login');
    await this.fillLogin(userName, password);
    await this.page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }

  /** Whatever form asks for it. */
  async fillLogin(userName: string, password: string): Promise<void> {
    await this.page.locator('input[autocomplete=username]:visible').fill(userName);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
    await this.page.locator('app-login-form button[type=submit]').click();
  }

  /** What axe finds against WCAG 2.2 AA, in words. */
  async barriers(): Promise<string[]> {
    // A colour on its way to another is none that anybody has to read.
    await this.until(`document.getAnimations().every((each) => !(each instanceof CSSTransition))`);
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(WCAG)} }).then(({ violations }) => violations.flatMap(
        ({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => [id, help, target.join(' '), failureSummary].join(' | '))))`,
    );
    return found as string[];
  }

  /** Waits until an expression is true on the page: playwright's own way of waiting needs `eval`, which the page forbids. */
  async until(expression: string): Promise<void> {
    await until(() => this.page.evaluate<boolean>(expression));
  }

  /** By how much the page is wider than the window, px. */
  async overflow(): Promise<number> {
    const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    return this.page.evaluate<number>(excess);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
