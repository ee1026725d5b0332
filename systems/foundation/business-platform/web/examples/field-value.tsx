/** ui/field-value as a page uses it. */
import { integer, text } from '../../../../../kernel/register.ts';
import { FieldValue } from '../../../../../ui/field-value.tsx';

export default function Example() {
  return (
    <>
      <p>
        数：
        <FieldValue field={integer({ title: '办理天数', unit: '天' })} value={5} />
      </p>
      <p>
        脱敏：
        <FieldValue field={text({ title: '姓名', class: 'personal' })} value="张*" masked />
      </p>
    </>
  );
}
