/** Saves a downloaded reply on the person's device; a refusal is told, never saved as a file. */
import { CallError } from '../../../../ui/call.ts';
import { tell } from '../../../../ui/tell.ts';

export async function saveFile(
  get: () => Promise<{ readonly blob: Blob; readonly fileName: string | undefined }>,
  /** True: it is told otherwise. */
  onRefused: (error: CallError) => boolean = () => false,
): Promise<void> {
  try {
    const { blob, fileName } = await get();
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = fileName ?? '下载';
    link.click();
    // The browser reads the bytes after the click returns.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    if (error instanceof CallError && onRefused(error)) return;
    tell('error', error instanceof CallError ? error.message : '下载没有成功，请重试');
  }
}
