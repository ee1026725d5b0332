/** Who outside of the city says that a name or an enterprise is real: each is joined by the city; simulators stand in where demo data is loaded. */
import { demoEnterprises, demoPersons } from '../../data/demo-identities.ts';

export interface IdentityChecks {
  /** Goes into the record of what it confirmed. */
  readonly id: string;
  /** Whatever it confirms is 演示. */
  readonly demo: boolean;
  /** Whether name and number belong together (公安人口库). */
  person(name: string, idCard: string): Promise<boolean>;
  /** Whether the enterprise has this name and this legal representative (市场监管登记). */
  enterprise(creditCode: string, name: string, representative: string): Promise<boolean>;
}

/** Knows the synthetic demo people and nobody else. */
export const demoChecks: IdentityChecks = {
  id: 'demo',
  demo: true,
  person: (name, idCard) =>
    Promise.resolve(demoPersons.some((one) => one.name === name && one.idCard === idCard)),
  enterprise: (creditCode, name, representative) =>
    Promise.resolve(
      demoEnterprises.some(
        (one) => one.creditCode === creditCode && one.name === name && one.representative === representative,
      ),
    ),
};
