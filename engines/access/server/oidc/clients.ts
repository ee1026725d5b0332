/** The applications of the provider as other systems may see and ask for them. */
import { Registration } from '../../routes/application-routes.ts';
import type { ClientApplication, ClientApplications } from '../../service.ts';
import type { Applications } from './applications.ts';

type Row = Awaited<ReturnType<Applications['list']>>[number];

function clientOf(row: Row): ClientApplication {
  const held = row.registration ?? row.request;
  return {
    department: row.department,
    state: row.state,
    registration: held === null ? undefined : Registration.parse(JSON.parse(held)),
  };
}

export function openClients(applications: Applications): ClientApplications {
  return {
    request: applications.request,
    async find(id) {
      const row = await applications.find(id);
      return row === undefined ? undefined : clientOf(row);
    },
    async all() {
      return new Map((await applications.list()).map((row) => [row.id, clientOf(row)]));
    },
  };
}
