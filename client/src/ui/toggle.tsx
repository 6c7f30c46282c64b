/** On or off, at once. The label says what. */
export function Toggle(props: { label: string; isOn: boolean; change: (isOn: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      class="toggle"
      aria-label={props.label}
      aria-checked={props.isOn}
      onClick={() => props.change(!props.isOn)}
    />
  );
}
