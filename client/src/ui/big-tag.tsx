/** The luggage tag as large as a poster, hung from the upper edge. */
export function BigTag(props: { class: string }) {
  return (
    <svg
      viewBox="0 0 200 420"
      class={`pointer-events-none ${props.class}`}
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path d="M100 152C70 90 128 60 96 -10M100 152C132 100 84 50 112 -10" />
      <path d="M64 120h72a14 14 0 0 1 11 6l34 46a14 14 0 0 1 3 9v204a20 20 0 0 1-20 20H36a20 20 0 0 1-20-20V181a14 14 0 0 1 3-9l34-46a14 14 0 0 1 11-6Z" />
      <path
        d="M66 130h68a8 8 0 0 1 6 3l32 43a8 8 0 0 1 2 5v202a12 12 0 0 1-12 12H38a12 12 0 0 1-12-12V181a8 8 0 0 1 2-5l32-43a8 8 0 0 1 6-3Z"
        stroke-dasharray="3 5"
      />
      <circle cx="100" cy="158" r="13" />
      <path
        d="M74 352V232h40a36 36 0 0 1 0 72H74"
        stroke-width="7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
