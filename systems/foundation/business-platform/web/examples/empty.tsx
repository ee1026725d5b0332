/** ui/empty as a page uses it. */
import { Empty } from '../../../../../ui/empty.tsx';

export default function Example() {
  return <Empty text="没有符合的案件" hint="换个条件再查，或清除条件" />;
}
