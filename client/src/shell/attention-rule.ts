/** Times in ms; what never was is -Infinity. */
type Attention = {
  now: number;
  inFront: boolean;
  /** When the person last pressed, scrolled, moved or came back. */
  movedAt: number;
};

const PRESENT_MS = 60_000;
/** Well below the 60 s after which the server takes the person for gone. */
export const TELL_EVERY_MS = 25_000;

/** A window in front may be that of a person who went to lunch. */
export const isPresent = ({ now, inFront, movedAt }: Attention): boolean =>
  inFront && now - movedAt < PRESENT_MS;

/** Whether the server is to hear that the person sits in front of Porter. `toldAt`: when it last did. */
export const isTellingDue = (attention: Attention, toldAt: number): boolean =>
  isPresent(attention) && attention.now - toldAt >= TELL_EVERY_MS;
