// Elements without innerHTML: what people typed can never become markup.

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") element.className = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Put `children` in place of everything in `element`. */
export function fill(element, ...children) {
  while (element.firstChild) element.removeChild(element.firstChild);
  append(element, children);
}

/** A button that answers once: a second tap while the first is being saved does nothing. */
export function button(label, act, props = {}) {
  let busy = false;
  return h("button", {
    type: "button",
    ...props,
    onclick: async () => {
      if (busy) return;
      busy = true;
      try { await act(); } finally { busy = false; }
    },
  }, label);
}
