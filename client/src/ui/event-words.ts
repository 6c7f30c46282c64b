/** What an event is called, be it without a name. */
export const titleOf = ({ title }: { title: string }): string => title || "(no title)";
