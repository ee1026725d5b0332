/** How many frames of HJ 212, JT/T 808 and SL 651 one core reads into messages, beside a bare split of the same bytes at their marks. */
import { parseArgs } from 'node:util';
import { type Codec, streamReader } from '../engines/telemetry/server/codec/codec.ts';
import { hj212 } from '../engines/telemetry/server/codec/hj212/codec.ts';
import { jt808 } from '../engines/telemetry/server/codec/jt808/codec.ts';
import { sl651 } from '../engines/telemetry/server/codec/sl651/codec.ts';

/** Frames made for the facts of the standards; none is of a real device. */
const realTime =
  '##0200QN=20260315080000123;ST=32;CN=2011;PW=123456;MN=0341200A0000000000000001;Flag=5;CP=&&DataTime=20260315080000;w01018-Rtd=28.6,w01018-Flag=N;w21003-Rtd=1.27,w21003-Flag=N;w01001-Rtd=7.42,w01001-Flag=N&&A881\r\n';
const location =
  '7E02000028013812345678007D02000000020008000301F5DD0C06E72F3D001F04E8010E26031508153001040001EAEE30011C31010E487E';
const timedReport =
  '7E7E050034120001A00032002B020011260315080000F1F1003412000148F0F0260315080020190000052619001235392300027503381212150381A4';

const assembly = { packets: 1000, messages: 8, bytes: 1_000_000, patience: 60_000 };
const chunkBytes = 65_536;

interface Course {
  readonly name: string;
  readonly frame: Buffer;
  readonly mark: Buffer;
  /** Frames that one pass over the chunk gives. */
  readonly read: (chunk: Buffer) => number;
}

function course<M, S, O>(
  name: string,
  codec: Codec<M, S, O>,
  options: O,
  frame: Buffer,
  mark: string,
): Course {
  const reader = streamReader(codec, codec.createState(options));
  return {
    name,
    frame,
    mark: Buffer.from(mark, 'latin1'),
    read: (chunk) => reader.read(chunk).messages.length,
  };
}

const courses: readonly Course[] = [
  course('hj212', hj212, { segmentBytes: 1024 }, Buffer.from(realTime), '\r\n'),
  course('jt808', jt808, { assembly, now: Date.now }, Buffer.from(location, 'hex'), '\x7e'),
  course('sl651', sl651, { assembly, now: Date.now }, Buffer.from(timedReport, 'hex'), '\x7e\x7e'),
];

/** The yardstick: finds the ends of the frames and takes a view of each, nothing else. */
function split(chunk: Buffer, mark: Buffer): number {
  let pieces = 0;
  let at = 0;
  for (let end = chunk.indexOf(mark); end >= 0; end = chunk.indexOf(mark, end + mark.length)) {
    if (chunk.subarray(at, end).length > 1) pieces += 1;
    at = end + mark.length;
  }
  return pieces;
}

/** Chunks as a socket gives them: frames without a pause, cut anywhere. */
function chunksOf(frame: Buffer, count: number): readonly Buffer[] {
  const all = Buffer.alloc(frame.length * count, frame);
  return Array.from({ length: Math.ceil(all.length / chunkBytes) }, (_, at) =>
    all.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
}

function ratePerSecond(count: number, run: () => number): number {
  const started = process.hrtime.bigint();
  const found = run();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (found < count * 0.99) throw new Error(`only ${found} of ${count} frames were found`);
  return Math.round(count / seconds);
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { frames: { type: 'string', default: '500000' }, rounds: { type: 'string', default: '3' } },
  });
  const count = Number(values.frames);
  for (const { name, frame, mark, read } of courses) {
    const chunks = chunksOf(frame, count);
    const sum = (one: (chunk: Buffer) => number) => chunks.reduce((total, chunk) => total + one(chunk), 0);
    let [bare, decoded] = [0, 0];
    // In turn, so that neither alone meets a warm or a busy machine; the best round of each counts.
    for (let round = 0; round < Number(values.rounds); round += 1) {
      bare = Math.max(
        bare,
        ratePerSecond(count, () => sum((chunk) => split(chunk, mark))),
      );
      decoded = Math.max(
        decoded,
        ratePerSecond(count, () => sum(read)),
      );
    }
    const ratio = (decoded / bare).toFixed(3);
    console.log(
      `figure ${name}-frames-decoded ${decoded} frames/s target ≥50000 yardstick split=${bare} ratio ${ratio}`,
    );
  }
}
