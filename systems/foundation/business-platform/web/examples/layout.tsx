/** ui/layout as a page uses it. */
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';

export default function Example() {
  return (
    <Section title="基本情况">
      <DescriptionList
        items={[
          { label: '编号', value: 'CG20261126-00042' },
          { label: '承办单位', value: '颍州区城市管理局' },
        ]}
      />
    </Section>
  );
}
