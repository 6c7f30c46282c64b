/** What an answer may contain; styles would be refused by the Content-Security-Policy, pictures from elsewhere too. */
const ELEMENTS = [
  ..."p br hr h1 h2 h3 h4 h5 h6 strong em del code pre blockquote ul ol li a".split(" "),
  ..."table thead tbody tr th td input sup sub kbd details summary span img".split(" "),
];
const ATTRIBUTES = "href title start align type checked disabled class alt src open".split(" ");

/** What the library of types does not know yet. */
declare const Sanitizer: new (allowed: {
  elements: string[];
  attributes: string[];
  comments: boolean;
  dataAttributes: boolean;
}) => object;
declare global {
  interface Element {
    setHTML?(html: string, options: { sanitizer: object }): void;
  }
}

export type Sanitize = (html: string) => DocumentFragment;

/**
 * The browser's own sanitizer (https://wicg.github.io/sanitizer-api/), in a third of the library's time; the library
 * where there is none. Awaited by who asks: at the top level of this module it would have the bundler cut the app into
 * pieces, 8 KB more of them.
 */
export const loadSanitizer = async (): Promise<Sanitize> => {
  const clean = "setHTML" in Element.prototype ? createNative() : await loadPurifier();
  return (html) => sanitize(clean, html);
};

function createNative(): Sanitize {
  // Its content belongs to a document that loads nothing and runs nothing.
  const mould = document.createElement("template");
  // Made once: from a list of names the browser makes one at every call, which takes as long as the cleaning. One that is
  // made so would let through, unasked, what such a list does not.
  const sanitizer = new Sanitizer({
    elements: ELEMENTS,
    attributes: ATTRIBUTES,
    comments: false,
    dataAttributes: false,
  });
  return (html) => {
    mould.setHTML?.(html, { sanitizer });
    return mould.content;
  };
}

async function loadPurifier(): Promise<Sanitize> {
  const { default: DOMPurify } = await import("dompurify");
  const purify = DOMPurify(window);
  purify.setConfig({
    ALLOWED_TAGS: ELEMENTS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  return (html) => purify.sanitize(html) as unknown as DocumentFragment; // as configured
}

/** Only what cannot harm the page; an answer must not look like a part of the app either. */
function sanitize(clean: Sanitize, html: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const cleaned = clean(html);
  for (const element of cleaned.querySelectorAll("[class], a, input, pre, img")) tidy(element);
  fragment.append(cleaned);
  return fragment;
}

function tidy(element: Element): void {
  // The one class that it may give is a code's language.
  if (element.tagName !== "CODE" || !/^language-\S+$/.test(element.className))
    element.removeAttribute("class");
  if (element.tagName === "A") {
    const href = element.getAttribute("href") ?? "";
    const leads = whereTo(href);
    if (leads === "outside") openElsewhere(element);
    else if (leads === "nowhere") element.removeAttribute("href");
  } else if (element.tagName === "INPUT") {
    if (element.getAttribute("type") !== "checkbox") element.remove();
    else {
      element.setAttribute("disabled", "");
      element.setAttribute("aria-label", element.hasAttribute("checked") ? "done" : "to do");
    }
  } else if (element.tagName === "PRE") element.setAttribute("tabindex", "0");
  else if (element.tagName === "IMG") {
    const source = element.getAttribute("src") ?? "";
    if (/^(data|blob):/i.test(source)) return;
    const link = document.createElement("a");
    link.textContent = element.getAttribute("alt") || source;
    if (whereTo(source) === "outside") {
      link.href = source;
      openElsewhere(link);
    }
    element.replaceWith(link);
  }
}

/** As the browser reads it: `//example.net` is outside, too. Programs other than a browser and a mailer are not called. */
function whereTo(address: string): "outside" | "inside" | "nowhere" {
  const { protocol, origin } = URL.parse(address, document.baseURI) ?? {};
  if (protocol === "mailto:") return "inside";
  if (protocol !== "http:" && protocol !== "https:") return "nowhere";
  return origin === location.origin ? "inside" : "outside";
}

function openElsewhere(link: Element): void {
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
}
