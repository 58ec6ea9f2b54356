import { inject, signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, type ParamMap } from '@angular/router';

type AddressPart = Readonly<Record<string, string>>;

/**
 * What of a page's choices stands in its address, so that reload, the back button and a link that was passed on show
 * the same. What is not there is as it is at first.
 */
export interface ListAddress {
  readonly part: Signal<AddressPart>;
  /**
   * Sets what is given, and takes away what is `undefined` or empty.
   * @param how `replace`: the back button passes over what was before
   */
  change(changes: Readonly<Record<string, string | undefined>>, how?: { readonly replace?: boolean }): void;
}

/**
 * Call in an injection context.
 * @param name begins the parameters, where a page has several lists
 */
export function listAddress(name = ''): ListAddress {
  const router = inject(Router);
  const route = inject(ActivatedRoute);
  const prefix = name === '' ? '' : `${name}.`;
  const part = signal(partOf(route.snapshot.queryParamMap, prefix));
  /** Navigations of our own under way: the address is behind what was chosen. */
  let underWay = 0;
  const follow = () => {
    const current = partOf(route.snapshot.queryParamMap, prefix);
    if (underWay === 0 && !isSame(current, untracked(part))) part.set(current);
  };
  route.queryParamMap.pipe(takeUntilDestroyed()).subscribe(follow);

  return {
    part: part.asReadonly(),
    change: (changes, { replace = false } = {}) => {
      const before = untracked(part);
      const wanted = Object.entries({ ...before, ...changes }).filter(([, value]) => value);
      const after = Object.fromEntries(wanted) as AddressPart;
      if (isSame(before, after)) return;
      part.set(after);
      underWay++;
      // Another list's parameters stay, and so does the place where the page was scrolled to.
      const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
      void router
        .navigate([], {
          relativeTo: route,
          queryParams: Object.fromEntries([...keys].map((key) => [prefix + key, after[key] ?? null])),
          queryParamsHandling: 'merge',
          replaceUrl: replace,
          scroll: 'manual',
        })
        .finally(() => {
          underWay--;
          follow();
        });
    },
  };
}

function partOf(params: ParamMap, prefix: string): AddressPart {
  const own = params.keys.filter((key) => key.startsWith(prefix));
  return Object.fromEntries(own.map((key) => [key.slice(prefix.length), params.get(key) ?? '']));
}

function isSame(one: AddressPart, other: AddressPart): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
