/**
 * What `form` collects: the fields, by their host element.
 * @type {WeakMap<Element, { name: () => string, value: () => unknown, reset: () => void }>}
 */
export const fields = new WeakMap();
