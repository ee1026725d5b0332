/** ui/department-picker as a page uses it. */
import { useState } from 'react';
import { DepartmentPicker } from '../../../../../ui/department-picker.tsx';

export default function Example() {
  const [department, setDepartment] = useState<string | null>(null);
  return <DepartmentPicker value={department} onChange={setDepartment} label="选择单位示例" />;
}
