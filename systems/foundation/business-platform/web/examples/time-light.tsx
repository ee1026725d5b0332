/** ui/time-light as a page uses it. */
import { TimeLight } from '../../../../../ui/time-light.tsx';

export default function Example() {
  return (
    <>
      <TimeLight light="green" text="剩 2 天" /> <TimeLight light="yellow" text="剩 3 小时" />{' '}
      <TimeLight light="red" text="超 1 天" />
    </>
  );
}
