/** Asks the browser for a passkey; the library comes only when one is used. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

export async function askPasskey(options: unknown): Promise<never> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const answer = await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  // The route takes whatever shape the authenticator gives; the server's library looks into it.
  return answer as never;
}

/** What to tell when the browser, not the server, said no. */
export function passkeyFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'NotAllowedError') return '已取消或超时，请重试';
  if (error instanceof Error && error.name === 'InvalidStateError') return '这台设备已绑定过';
  return '浏览器不支持通行密钥，或没有完成验证，请改用其他方式';
}
