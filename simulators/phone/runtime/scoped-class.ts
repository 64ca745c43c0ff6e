/**
 * Class names as they must stand on an element when a script or a property gives them: an element of an isolated
 * component carries its classes with the component's scope, which those it has already tell.
 */
export function scopedClasses(element: Element, names: string): string[] {
  const scopes = new Set(
    [...element.classList].flatMap((known) => (known.includes('--') ? [known.split('--')[0]] : [])),
  );
  return names
    .split(/\s+/)
    .filter((name) => name !== '')
    .flatMap((name) => [name, ...[...scopes].map((scope) => `${scope}--${name}`)]);
}
