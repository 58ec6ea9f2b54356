import { Directive, ElementRef, inject } from '@angular/core';
import { MatTooltip } from '@angular/material/tooltip';

/** A text in one line that ends in … where there is no more room; the whole of it is then in a tooltip. */
@Directive({
  selector: '[appClip]',
  hostDirectives: [MatTooltip],
  host: { class: 'clip', '(pointerenter)': 'measure()', '(focusin)': 'measure()' },
})
export class Clip {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly tooltip = inject(MatTooltip);

  constructor() {
    this.tooltip.disabled = true;
  }

  protected measure(): void {
    this.tooltip.message = this.element.textContent.trim();
    this.tooltip.disabled = this.element.scrollWidth <= this.element.clientWidth;
  }
}
