/** Text as it was written, in the paragraphs that markdown will make of it: what stands there until then. */
export function drawPlain(container: HTMLElement, text: string): void {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  container.replaceChildren(
    ...paragraphs.map((part) => {
      const paragraph = document.createElement("p");
      paragraph.className = "whitespace-pre-wrap";
      paragraph.textContent = part.trim();
      return paragraph;
    }),
  );
}
