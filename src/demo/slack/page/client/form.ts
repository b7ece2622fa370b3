type Entered = Record<string, Record<string, string | string[]>>;

/** What has been entered or chosen, by block and action. */
export function enteredIn(root: Element): Entered {
  const entered: Entered = {};
  for (const element of root.querySelectorAll<HTMLElement>('[data-act="choose"], [data-act="write"]')) {
    const { block = '', action = '' } = element.dataset;
    entered[block] = { ...entered[block], [action]: valueIn(element) };
  }
  return entered;
}

export function valueIn(element: Element): string | string[] {
  if (element instanceof HTMLFieldSetElement)
    return [...element.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
  return (element as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}

/** A modal that is updated keeps what has been entered in the blocks that stay. */
export function fill(form: HTMLFormElement, entered: Entered): void {
  for (const element of form.querySelectorAll<HTMLElement>('[data-act="choose"], [data-act="write"]')) {
    const value = entered[element.dataset.block ?? '']?.[element.dataset.action ?? ''];
    if (value === undefined) continue;
    if (element instanceof HTMLFieldSetElement) {
      for (const box of element.querySelectorAll<HTMLInputElement>('input')) box.checked = value.includes(box.value);
      nameChosen(element);
    } else (element as HTMLInputElement).value = String(value);
  }
}

/** A closed list of boxes says which are ticked. */
export function nameChosen(boxes: HTMLElement): void {
  const summary = boxes.closest('.many')?.querySelector<HTMLElement>('summary');
  if (!summary) return;
  summary.dataset.hint ??= summary.textContent ?? '';
  const names = [...boxes.querySelectorAll('input:checked')].map((box) => box.parentElement?.textContent ?? '');
  summary.textContent = names.length === 0 ? summary.dataset.hint : names.join(', ');
}
