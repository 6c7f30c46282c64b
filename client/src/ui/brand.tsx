/** The luggage tag with its P. Brass on livery, everywhere the same. */
export function Mark(props: { class?: string }) {
  return (
    <svg viewBox="0 0 20 24" class={props.class ?? "h-6 w-5"} fill="none" aria-hidden="true">
      <path
        d="M6.3.6h7.4c.7 0 1.3.3 1.7.8l3.1 4.2c.3.4.5.9.5 1.4v13.9a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 1 20.9V7c0-.5.2-1 .5-1.4l3.1-4.2c.4-.5 1-.8 1.7-.8Z"
        class="fill-livery-brass"
      />
      <circle cx="10" cy="5" r="1.8" class="fill-livery" />
      <path
        d="M7.4 19.6V10.2h3.4a3 3 0 0 1 0 6H7.4"
        class="stroke-livery"
        stroke-width="2.1"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  );
}

/** PORTER in one line's width, as an engraver cuts a brass plate. */
export function Wordmark(props: { class?: string }) {
  return (
    <svg viewBox="0 0 92 14" class={props.class ?? "h-3.5 w-auto"} fill="none" role="img" aria-label="Porter">
      <g stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
        <path d="M2 12.5v-11h3.4a3.3 3.3 0 0 1 0 6.6H2" />
        <circle cx="20" cy="7" r="5.6" />
        <path d="M33 12.5v-11h3.4a3.3 3.3 0 0 1 0 6.6H33m3.4 0 3.4 4.4" />
        <path d="M46.5 1.5h9m-4.5 0v11" />
        <path d="M69.5 1.5h-6.3v11h6.3m-6.3-5.6h5.2" />
        <path d="M78.5 12.5v-11h3.4a3.3 3.3 0 0 1 0 6.6h-3.4m3.4 0 3.4 4.4" />
      </g>
    </svg>
  );
}
