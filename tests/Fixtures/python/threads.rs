// The same in Rust.
#[no_mangle]
pub extern "C" fn work_in_threads(count: i32) {
    let all: Vec<_> = (0..count)
        .map(|_| {
            std::thread::spawn(|| {
                let mut sum = 0;
                for i in 0..20000 {
                    if i % 3 == 0 {
                        sum += i;
                    } else if i % 7 == 1 {
                        sum ^= 5;
                    }
                }
                std::hint::black_box(sum);
            })
        })
        .collect();
    for thread in all {
        thread.join().unwrap();
    }
}
