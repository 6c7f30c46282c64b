export function TagNumber(props: { number: number }) {
  return <span class="tag-number">{props.number}</span>;
}
