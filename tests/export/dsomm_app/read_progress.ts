// Reads a team's progress with the classes of DSOMM's app, and prints each state and value that it shows.
// From its folder: node read_progress.js team-progress.yaml
import { readFileSync } from 'fs';
import { ProgressStore } from 'src/app/model/progress-store';
import { YamlService } from 'src/app/service/yaml-loader/yaml-loader.service';

const yaml = new YamlService();
const meta = yaml.parse(readFileSync('src/assets/YAML/meta.yaml', 'utf8'));
for (const state of Object.values(meta.progressDefinition) as any[]) {
  state.score = parseFloat(state.score) / 100; // "50%", as its MetaStore reads it
}
const store = new ProgressStore();
store.init(meta.progressDefinition);
const { progress } = yaml.parse(readFileSync(process.argv[2], 'utf8'));
store.addProgressData(progress);

const found: Record<string, object> = {};
for (const uuid in progress) {
  for (const team in progress[uuid]) {
    found[uuid] = {
      team,
      state: store.getTeamActivityTitle(uuid, team),
      value: store.getTeamActivityProgressValue(uuid, team),
      has_days: Object.values(progress[uuid][team]).every(day => day instanceof Date),
    };
  }
}
console.log(JSON.stringify(found));
