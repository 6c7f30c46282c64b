/** How full something is, as a line. `value`: 0 to 1, more when it is over. */
export function Meter(props: {
  label: string;
  value: number;
  words: string;
  tone?: "plain" | "caution" | "danger";
}) {
  const filled = () => Math.min(1, Math.max(0, props.value));
  const fills = { plain: "fill-brass-fill", caution: "fill-caution-fill", danger: "fill-danger-fill" };
  return (
    <svg
      role="meter"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(filled() * 100)}
      aria-valuetext={props.words}
      class="block h-1.5 w-full overflow-hidden rounded-full"
    >
      <rect width="100%" height="100%" class="fill-line" />
      <rect width={`${filled() * 100}%`} height="100%" class={fills[props.tone ?? "plain"]} />
    </svg>
  );
}
