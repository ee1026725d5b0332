/** ui/field-input as a page uses it. */
import { useState } from 'react';
import { text } from '../../../../../kernel/register.ts';
import { FieldInput } from '../../../../../ui/field-input.tsx';

const phone = text({ title: '联系电话', format: 'phone' });

export default function Example() {
  const [value, setValue] = useState<unknown>('13900000000');
  return (
    <label>
      {phone.title}
      <FieldInput field={phone} value={value} onChange={setValue} />
    </label>
  );
}
