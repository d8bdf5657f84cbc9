// The same interface from Rust.
fn clamp<T: PartialOrd>(value: T, low: T, high: T) -> T {
    if value < low {
        return low;
    }
    if value > high {
        high
    } else {
        value
    }
}

fn checked(value: i32) -> Result<i32, String> {
    if value < 0 {
        return Err("negative".to_string());
    }
    Ok(value)
}

#[no_mangle]
pub extern "C" fn work(value: i32) -> i32 {
    (0..value)
        .map(|i| if i % 3 == 0 && i % 2 == 0 { clamp(i, 1, 5) } else { clamp(f64::from(i) * 0.5, 0.0, 2.0) as i32 })
        .sum()
}

#[no_mangle]
pub extern "C" fn guarded(value: i32) -> i32 {
    match checked(value) {
        Ok(value) => value,
        Err(_) => -1,
    }
}

#[no_mangle]
pub extern "C" fn unused(value: i32) -> i32 {
    match value {
        1 => 2,
        2 => 1,
        _ => 0,
    }
}
