/** ui/error-page as a page uses it. */
import { ErrorPage } from '../../../../../ui/error-page.tsx';

export default function Example() {
  return <ErrorPage status={404} detail="示例" />;
}
