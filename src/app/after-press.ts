/**
 * Whether something in `element` is being pressed. Then `task` is called once nothing is, and what was pressed has heard of
 * it. Looked at with every picture: after a tap an element stays pressed for a moment of which no event tells the end.
 */
export function afterPress(element: HTMLElement, task: () => void): boolean {
  const isPressed = (): boolean => element.matches(':active');
  if (!isPressed()) return false;
  // The click comes after the release.
  const look = (): unknown => (isPressed() ? requestAnimationFrame(look) : setTimeout(task));
  requestAnimationFrame(look);
  return true;
}
