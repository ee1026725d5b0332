/** Whether notifications may go to an address: its origin stands in the white list, and it is none that nothing here ever calls. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { isForbiddenAddress } from '../../../../../engines/gateway/index.ts';
import { errors } from '../../errors.ts';
import { notificationEndpoint } from '../../registers/subscription.ts';

export async function isListed(services: Services, address: string): Promise<boolean> {
  const [found] = await services
    .use(registers)
    .of(notificationEndpoint)
    .trusted.findMany(services.use(store).db, {
      filter: { field: 'origin', is: 'equal', value: new URL(address).origin },
      limit: 1,
    });
  return found !== undefined;
}

/** Throws BadRequestData. The connection itself looks at the address again. */
export async function requireListed(services: Services, address: string): Promise<void> {
  const { hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') throw errors.endpointRefused({ why: '地址中不能带账号密码' });
  if (!(await isListed(services, address)))
    throw errors.endpointRefused({ why: '请先由管理员登记到通知地址白名单' });
  if (await isForbiddenAddress(hostname)) throw errors.endpointRefused({ why: '不允许的网络地址' });
}
