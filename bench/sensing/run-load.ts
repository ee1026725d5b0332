/** A load is a process of its own: it gets its task by message, answers with what it did, and ends. */
import { fork } from 'node:child_process';
import path from 'node:path';

export function runLoad<Task extends object, Result>(file: string, task: Task): Promise<Result> {
  const child = fork(path.join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] });
  child.send(task);
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

/** In the child. */
export function answerTask<Task, Result>(run: (task: Task) => Promise<Result>): void {
  process.once('message', (task: Task) => {
    void run(task).then(
      (result) => process.send?.(result, () => process.exit(0)),
      (problem: unknown) => {
        console.error(problem);
        process.exit(1);
      },
    );
  });
}
