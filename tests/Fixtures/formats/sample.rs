//! A shared object for a loader that calls `run_sample`.

fn collatz(mut n: u64) -> u32 {
    let mut steps = 0;
    while n > 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

fn describe(value: Option<u32>) -> u32 {
    match value {
        Some(x) if x > 10 => x,
        Some(_) => 1,
        None => 0,
    }
}

#[no_mangle]
pub extern "C" fn run_sample(n: i32) -> i32 {
    let list: Vec<u32> = (0..n.max(0) as u64).map(collatz).collect();
    (list.iter().sum::<u32>() + describe(list.last().copied())) as i32
}
