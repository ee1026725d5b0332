/** The code behind 办会申请: what is decided becomes the state of the meeting. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { stageLimit } from '../../data/limits.ts';
import { meetingApplication } from '../../matter/meeting-application.ts';
import { meeting } from '../../registers/meeting.ts';
import { applicantFields, guardMatter, type MatterMoment, subjectOf } from '../matter/matter-steps.ts';
import { whenOf } from './tell-invited.ts';

export const meetingApplicationBinding = bindCase(meetingApplication, {
  limits: async ({ stage }) => stageLimit('meeting-application', stage),
  async before(given) {
    const at = given as unknown as MatterMoment;
    await guardMatter(at);
    if (at.row !== undefined) return undefined;
    const { work, services, principal } = at;
    const held = await services
      .use(registers)
      .of(meeting)
      .trusted.find(work.db, String(at.values['meeting'] ?? ''));
    if (held === undefined || held.bookedBy !== principal.id || held.status !== 'pending')
      throw commonErrors.missing();
    return {
      ...applicantFields(at),
      needsLeader: true,
      subject: subjectOf(held.title, whenOf(held), held.people === null ? '' : `${held.people} 人`),
    };
  },
  async after({ row, work, services, principal }) {
    if (row.status !== 'closed') return;
    const { trusted } = services.use(registers).of(meeting);
    const held = await trusted.lock(work, row.meeting);
    // Cancelled meanwhile: it stays cancelled.
    if (held === undefined || held.status !== 'pending') return;
    const status = row.outcome === 'approved' ? 'booked' : 'cancelled';
    await trusted.update(work, principal.id, held, { status });
  },
  link: (id) => `/office/meeting-application/${id}`,
});
