// Make elements. Everything from outside becomes text, never markup.

export function element(name, properties, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

// Turn `code` into <code>, and leave the rest as it is.
export function prose(text) {
  return text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
}
