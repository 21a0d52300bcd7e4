import { tick } from "svelte";

/**
 * Takes the focus, and with it the eyes, to the first question that says what is wrong with its answer: the button that found it may be far
 * away, and nothing else would tell (WCAG 2.2, 3.3.1 and 4.1.3). Nothing happens where nothing is wrong.
 *
 * @param form What holds the questions.
 */
export async function goToFirstWrong(form: ParentNode | undefined): Promise<void> {
  await tick();
  const first = form?.querySelector<HTMLElement>("[aria-invalid=true], [data-wrong]");
  const question = first?.closest<HTMLElement>("[data-wrong]") ?? first;
  if (!question) return;
  question.focus({ preventScroll: true });
  // With its label, which stands above it. What is higher than the window begins at its top, where its legend and error are.
  const whole = question.closest(".field") ?? question;
  whole.scrollIntoView({ block: whole.clientHeight > window.innerHeight / 2 ? "start" : "center" });
}
