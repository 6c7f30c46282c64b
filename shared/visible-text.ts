/** Characters that show nothing or turn others around (Unicode Cf, Cc), besides the tab and the line's end. */
const HIDDEN = /[\p{Cf}\p{Cc}]/gu;

/**
 * A text from outside as it is, for who decides by what they read: a hidden character is named where it stands, so that
 * no command can look like another one (CVE-2021-42574).
 */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (hidden) =>
    hidden === "\n" || hidden === "\t"
      ? hidden
      : `‹U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
