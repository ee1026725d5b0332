/** ui/link-button as a page uses it. */
import { LinkButton } from '../../../../../ui/link-button.tsx';

export default function Example() {
  return <LinkButton to="/business-platform/components">查看全部组件</LinkButton>;
}
