/** The two doors at which applications call: the real one and the sandbox; both signed alike. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';

export const interfaceCode = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, '接口编号形如 flow.working-days');
/** Semantic version without pre-release parts (SemVer 2.0.0 §2). */
export const semanticVersion = z
  .string()
  .max(20)
  .regex(/^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/, '版本形如 1.0.0');

/** Five lines are signed (engines/access/signed-call.ts): application, '<interface>@<version>', moment, nonce, input. */
export const InterfaceCall = z.object({
  app: z.uuid(),
  interface: interfaceCode,
  version: semanticVersion,
  at: z.iso.datetime({ offset: true }),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, '随机串用16至64个字母、数字、下划线或短横线'),
  /** A JSON object as text, exactly as signed. */
  input: z.string().max(100_000),
  /** HMAC-SM3 with a key of the application, hexadecimal. */
  signature: z.string().regex(/^[0-9a-f]{64}$/, '签名是64位十六进制'),
});
export type InterfaceCall = z.infer<typeof InterfaceCall>;

const because = '应用不是登录的人，逐次以 HMAC-SM3 签名自证';

export const callRoutes = {
  call: post('/call', {
    title: '调用接口',
    publicBecause: `${because}，按授权放行`,
    input: InterfaceCall,
    output: z.unknown(),
    rate: 600_000,
  }),
  sandbox: post('/sandbox', {
    title: '在沙箱调用接口',
    publicBecause: `${because}；只答合成数据`,
    input: InterfaceCall,
    output: z.unknown(),
    rate: 60_000,
  }),
};
