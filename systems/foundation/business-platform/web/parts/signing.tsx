/** How a call of this interface is signed and sent, in a program that runs as it stands. */
import { Typography } from 'antd';
import type { ReactNode } from 'react';

/** Of the caller's program, not of this page. */
const cryptoModule = 'node:crypto';

export function Signing(props: {
  readonly code: string;
  readonly version: string;
  readonly example: unknown;
  readonly app?: string;
}): ReactNode {
  const text = `// Node.js 20；密钥在应用页签发。试沙箱时用沙箱密钥，地址改为 …/sandbox
import { createHmac, randomUUID } from '${cryptoModule}';
const call = {
  app: '${props.app ?? '应用编号'}',
  interface: '${props.code}',
  version: '${props.version}',
  at: new Date().toISOString(),
  nonce: randomUUID(),
  input: JSON.stringify(${JSON.stringify(props.example)}),
};
const text = [call.app, call.interface + '@' + call.version, call.at, call.nonce, call.input].join('\\n');
const signature = createHmac('sm3', process.env.APP_KEY).update(text).digest('hex');
const reply = await fetch('${window.location.origin}/api/business-platform/call', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-city-request': '1' },
  body: JSON.stringify({ ...call, signature }),
});
console.log(reply.status, await reply.json(), reply.headers.get('deprecation'));`;
  return (
    <>
      <Typography.Paragraph copyable={{ text, tooltips: ['复制', '已复制'] }}>
        HMAC-SM3 签五行：应用、接口和版本、时刻、随机串、入参。随机串一次一个；超额答 429 和 Retry-After。
      </Typography.Paragraph>
      <pre className="market-code" tabIndex={0} aria-label="签名调用示例">
        {text}
      </pre>
    </>
  );
}
