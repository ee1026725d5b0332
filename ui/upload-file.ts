/** Sends one file to the city's file store with progress (fetch cannot tell it), and says where a stored file is read. */
import { newId } from '../kernel/ids.ts';
import { actingHeader } from './acting.ts';
import { CallError } from './call.ts';

export interface StoredFileInfo {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

export interface UploadOptions {
  /** 0..1. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** Same key, same file: a repeated send after a lost answer stores it once. */
  readonly requestKey?: string;
}

export function fileUrl(id: string): string {
  return `/api/files/${encodeURIComponent(id)}`;
}

/** Throws CallError as `call` does. */
export function uploadFile(file: Blob, name: string, options: UploadOptions = {}): Promise<StoredFileInfo> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/files');
    for (const [header, value] of Object.entries(actingHeader('/api/files')))
      request.setRequestHeader(header, value);
    request.setRequestHeader('x-city-request', '1');
    request.setRequestHeader('x-request-key', options.requestKey ?? newId());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const reply = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(reply as unknown as StoredFileInfo);
      const message =
        typeof reply['message'] === 'string' ? reply['message'] : `上传没有成功（${request.status}）`;
      const code = typeof reply['code'] === 'string' ? reply['code'] : `http.${request.status}`;
      const traceId = typeof reply['traceId'] === 'string' ? reply['traceId'] : undefined;
      reject(new CallError(code, message, request.status, [], traceId));
    };
    request.onerror = () => reject(new CallError('network', '网络连接不上，文件没有传完', 0));
    request.onabort = () => reject(new CallError('aborted', '已取消上传', 0));
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, name);
    request.send(form);
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
