/** How a channel is reached: what an administrator fills in, by kind. */
import { z } from 'zod';

const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[a-z0-9.\-[\]:]+$/i, '主机名不正确');

export const GatewayConfig = z.object({
  mode: z.enum(['gateway', 'simulator']),
  url: z.union([z.url({ protocol: /^https?$/, error: '网关地址不正确' }).max(300), z.literal('')]),
  app: z.string().trim().max(60),
  /** 短信签名，shown before the text. */
  sign: z.string().trim().min(2).max(12),
  okCode: z.string().trim().min(1).max(40),
  /** Codes by which the gateway refuses for good. */
  refusedCodes: z.array(z.string().trim().min(1).max(40)).max(50),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;

export const EmailConfig = z.object({
  host,
  port: z.int().min(1).max(65_535),
  security: z.enum(['none', 'starttls', 'tls']),
  user: z.string().trim().max(100),
  from: z.email({ error: '发件地址不正确' }).max(100),
});
export type EmailConfig = z.infer<typeof EmailConfig>;

export const WebhookConfig = z.object({
  /** 'host' or 'host:port'. */
  hosts: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9.-]+(?::\d{1,5})?$/, '主机应为“域名”或“域名:端口”'),
    )
    .max(200),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

export const channelConfigs = {
  sms: GatewayConfig,
  voice: GatewayConfig,
  email: EmailConfig,
  webhook: WebhookConfig,
} as const;
