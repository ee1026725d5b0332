/** ui/upload-box as a page uses it. */
import { useState } from 'react';
import { UploadBox } from '../../../../../ui/upload-box.tsx';

export default function Example() {
  const [files, setFiles] = useState<readonly string[]>([]);
  return <UploadBox value={files} onChange={setFiles} most={3} />;
}
