/** ui/status-tag as a page uses it. */
import { StatusTag } from '../../../../../ui/status-tag.tsx';

export default function Example() {
  return (
    <>
      <StatusTag tone="green">已办结</StatusTag> <StatusTag tone="yellow">将到期</StatusTag>{' '}
      <StatusTag tone="red">已超期</StatusTag> <StatusTag tone="blue">处置中</StatusTag>
    </>
  );
}
