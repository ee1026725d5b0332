/** Demo data of 智慧城管 (演示数据). */
import type { Services } from '../../../kernel/system.ts';

export async function seedCity(_services: Services): Promise<void> {}
