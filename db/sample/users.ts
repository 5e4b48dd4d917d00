/** Somebody of the sample. Days are counted back from the day of loading. */
export interface SampleUser {
  readonly email: string;
  readonly role: 'user' | 'admin';
  readonly joinedDaysAgo: number;
  /** How much of the traffic is theirs, beside the others' weights; 0 for who never calls anything. */
  readonly weight: number;
  /** They have not called anything since then. */
  readonly lastCallDaysAgo?: number;
}

const ADMINISTRATORS: readonly SampleUser[] = [
  { email: 'asha.rao@example.com', role: 'admin', joinedDaysAgo: 400, weight: 0.03 },
  { email: 'daniel.weber@example.com', role: 'admin', joinedDaysAgo: 390, weight: 0.01 },
];

// From the heaviest to the lightest. By Zipf's law the nth of them calls 1/n as often as the first.
const CALLERS: readonly Omit<SampleUser, 'role' | 'weight'>[] = [
  { email: 'priya.sharma@studio.example', joinedDaysAgo: 381 },
  { email: 'jun.watanabe@northlight.example', joinedDaysAgo: 352 },
  { email: 'lena.hoffmann@atelier.example', joinedDaysAgo: 343 },
  { email: 'arjun.mehta@studio.example', joinedDaysAgo: 371 },
  { email: 'sofia.rossi@northlight.example', joinedDaysAgo: 88 },
  { email: 'wei.zhang@example.com', joinedDaysAgo: 310 },
  { email: 'amara.okafor@atelier.example', joinedDaysAgo: 297 },
  { email: 'rohan.iyer@studio.example', joinedDaysAgo: 290, lastCallDaysAgo: 26 },
  { email: 'camille.dubois@example.org', joinedDaysAgo: 274 },
  { email: 'mateo.garcia@northlight.example', joinedDaysAgo: 262 },
  { email: 'ananya.krishnan@studio.example', joinedDaysAgo: 61 },
  { email: 'oliver.bennett@example.com', joinedDaysAgo: 245 },
  { email: 'fatima.al-sayed@atelier.example', joinedDaysAgo: 233 },
  { email: 'ingrid.nilsen@example.net', joinedDaysAgo: 219, lastCallDaysAgo: 71 },
  { email: 'thiago.almeida@northlight.example', joinedDaysAgo: 204 },
  { email: 'neha.kulkarni@studio.example', joinedDaysAgo: 47 },
  { email: 'marek.nowak@example.org', joinedDaysAgo: 188 },
  { email: 'grace.kimani@atelier.example', joinedDaysAgo: 181 },
  { email: 'vikram.reddy@studio.example', joinedDaysAgo: 176, lastCallDaysAgo: 12 },
  { email: 'min-ji.park@example.com', joinedDaysAgo: 169 },
  { email: 'isla.macdonald@example.net', joinedDaysAgo: 160 },
  { email: 'omar.haddad@northlight.example', joinedDaysAgo: 33 },
  { email: 'yuki.tanaka@example.org', joinedDaysAgo: 139 },
  { email: 'elif.demir@atelier.example', joinedDaysAgo: 131, lastCallDaysAgo: 55 },
];

const NEVER_CALLED: readonly SampleUser[] = [
  { email: 'hannah.levi@example.net', role: 'user', joinedDaysAgo: 320, weight: 0 },
  { email: 'lucas.martin@example.org', role: 'user', joinedDaysAgo: 150, weight: 0 },
  { email: 'meera.nair@studio.example', role: 'user', joinedDaysAgo: 41, weight: 0 },
  { email: 'samuel.adeyemi@atelier.example', role: 'user', joinedDaysAgo: 8, weight: 0 },
];

/** In the order in which they joined: the order of their ids. */
export const SAMPLE_USERS: readonly SampleUser[] = [
  ...ADMINISTRATORS,
  ...CALLERS.map((caller, index) => ({ ...caller, role: 'user' as const, weight: 1 / (index + 1) })),
  ...NEVER_CALLED,
].sort((a, b) => b.joinedDaysAgo - a.joinedDaysAgo);
