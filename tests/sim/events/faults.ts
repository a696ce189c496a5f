import type { Happening } from './happening.ts';

export const CUT: Happening = (world) => {
	const device = world.random.oneOf(world.devices);
	device?.profile.network.cut();
	return device && `${device.name} is cut off`;
};

export const OFFLINE: Happening = (world) => {
	const { random, scheduler, devices, journal } = world;
	const device = random.oneOf(devices.filter(({ profile }) => profile.network.up));
	if (device === undefined) return undefined;
	const { network } = device.profile;
	network.up = false;
	network.cut();
	const back = () => {
		network.up = true;
		journal.note(`${device.name} is online again`);
		for (const tab of random.chance(0.5) ? device.tabs : []) tab.do(() => tab.engine?.connectNow());
	};
	scheduler.after(random.between(10, random.chance(0.2) ? 90_000 : 5_000), scheduler.current, back);
	return `${device.name} goes offline`;
};

export const SLOW: Happening = (world) => {
	const device = world.random.oneOf(world.devices);
	if (device === undefined) return undefined;
	const slow = world.random.oneOf([5, 40, 400, 2_000]) ?? 40;
	device.profile.network.latency = [slow / 20, slow];
	return `${device.name}: frames take up to ${slow} ms`;
};

export const OPEN_TAB: Happening = (world) => {
	const device = world.random.oneOf(world.devices.filter(({ tabs }) => tabs.length < 2));
	return device && `${world.openTab(device).name} is opened`;
};

export const CLOSE_TAB: Happening = (world) => {
	const tab = world.random.oneOf(world.tabs.filter((each) => each.usable));
	tab?.close();
	return tab && `${tab.name} is closed`;
};

export const KILL_TAB: Happening = (world) => {
	const tab = world.random.oneOf(world.tabs);
	tab?.kill();
	return tab && `${tab.name} crashes`;
};

export const POWER_CUT: Happening = (world) => {
	const device = world.random.oneOf(world.devices);
	if (device === undefined) return undefined;
	for (const tab of device.tabs) tab.kill();
	return `${device.name} loses power`;
};

export const SLEEP: Happening = (world) => {
	const tab = world.random.oneOf(world.tabs.filter(({ usable }) => usable));
	if (tab === undefined) return undefined;
	tab.actor.asleepUntil = world.scheduler.now + world.random.between(100, 40_000);
	return `${tab.name} is put to sleep`;
};

export const SERVER_CRASH: Happening = (world) => {
	if (world.server === undefined) return undefined;
	world.crashServer();
	const { scheduler, random, journal } = world;
	scheduler.after(random.between(1, 8_000), scheduler.current, () => {
		if (world.server !== undefined) return;
		world.startServer();
		journal.note('the server starts');
	});
	return 'the server is killed';
};

export const DISK_FAILS: Happening = ({ random, weather, scheduler }) => {
	weather.failsUntil = scheduler.now + random.between(50, 5_000);
	weather.keptAllTheSame = random.chance(0.5) ? 0.3 : 0;
	return 'the server’s disk fails';
};

export const DISK_SLOW: Happening = ({ random, weather }) => {
	weather.latency = random.oneOf([1, 10, 200, 1_500]) ?? 4;
	return `the server’s disk takes up to ${weather.latency} ms`;
};
