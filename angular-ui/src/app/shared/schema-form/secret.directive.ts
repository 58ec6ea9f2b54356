import { Directive, ElementRef, inject, input } from '@angular/core';
import { NgControl } from '@angular/forms';

/** What the API shows in place of a secret. */
const HIDDEN = '•';

/** A field that may hold the placeholder of a stored secret: what is typed takes its place, and never joins it. */
@Directive({
  selector: 'input[appSecret]',
  // A click sets the cursor after the focus.
  host: {
    '(focus)': 'selectPlaceholder()',
    '(click)': 'selectPlaceholder()',
    '(input)': 'dropPlaceholder()',
  },
})
export class Secret {
  private readonly element = inject<ElementRef<HTMLInputElement>>(ElementRef).nativeElement;
  private readonly control = inject(NgControl);

  readonly appSecret = input.required<boolean>();

  protected selectPlaceholder(): void {
    if (this.appSecret() && this.element.value.includes(HIDDEN)) this.element.select();
  }

  protected dropPlaceholder(): void {
    const { value } = this.element;
    if (this.appSecret() && value.includes(HIDDEN))
      this.control.control?.setValue(value.replaceAll(HIDDEN, ''));
  }
}
